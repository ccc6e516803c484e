/* Every page of somebody who is signed in. */
import { startCharts } from "./charts.js";
import { startLive } from "./live.js";
import { startPasswordRules } from "./password-rules.js";
import { startShell } from "./shell.js";
import { startUndo } from "./undo.js";

startShell(document);
startCharts(document);
startPasswordRules(document);
startUndo(document);
startLive(document);

/* Sign-in, links of external assessors, faults: no htmx, no live events. */
import { startPasswordRules } from "./password-rules.js";
import { startShell } from "./shell.js";
import { startUndo } from "./undo.js";

startShell(document);
startPasswordRules(document);
startUndo(document);

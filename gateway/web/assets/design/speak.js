/* What happened, said to who does not see it: one live region per page. */

/** Say `words`; the same words twice are said twice. */
export function speak(words) {
  const region = document.getElementById("spoken");
  if (!region) return;
  region.textContent = "";
  setTimeout(() => {
    region.textContent = words;
  }, 60);
}

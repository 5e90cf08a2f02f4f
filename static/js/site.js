// What every page does with a script; each thing also works, or is not needed, without one.
import { themeSwitch } from "./theme-switch.js";
import { focusProblems } from "./focus.js";
import { pauseHiddenPolls } from "./polling.js";
import { chartHover } from "./chart.js";
import { liveMessages } from "./live.js";
import { exploreMaps } from "./map.js";
import { sendOnce } from "./once.js";

themeSwitch();
sendOnce();
focusProblems();
pauseHiddenPolls();
chartHover();
liveMessages();
exploreMaps();
document.body.addEventListener("htmx:afterSettle", (event) => exploreMaps(event.detail.elt));

/*
 * Opens a booking page inside a page once the reader says so, and hides the bar on phones while another booking button is in
 * view. Without this script the links lead to the booking page all the same.
 */

const LATE = 6000; // milliseconds after which a frame that has not loaded is given up
const LEAST = 480; // pixels; a booking page that asks for less or more than these is not believed
const MOST = 2400;
const BUTTONS = "main :is([data-booking], [data-booking-open], .call-to-action__button, .hero__actions .button)";
const SANDBOX = "allow-forms allow-popups allow-popups-to-escape-sandbox allow-same-origin allow-scripts";
const RESIZE = /^cliniko-bookings-resize:(\d{1,5})(?:\.\d+)?$/;

function prepare(root) {
  const open = root.querySelector("[data-booking-open]");
  const plain = root.querySelector("a[data-booking]");
  plain.textContent = root.dataset.plainLabel;
  plain.classList.remove("button");
  root.querySelector("[data-booking-hint]").hidden = false;
  open.hidden = false;
  open.addEventListener("click", () => show(root, open));
}

function show(root, open) {
  const frame = document.createElement("iframe");
  frame.className = "booking__page";
  frame.title = root.dataset.title;
  frame.referrerPolicy = "origin";
  frame.setAttribute("sandbox", SANDBOX);
  const late = setTimeout(() => giveUp(root, frame, open), LATE);
  frame.addEventListener("load", () => clearTimeout(late), { once: true });
  listen(frame, root.dataset.origin);
  frame.src = root.dataset.address;
  open.hidden = true;
  root.querySelector("[data-booking-hint]").hidden = true;
  root.querySelector("[data-booking-late]").hidden = true;
  root.append(frame);
  frame.focus();
  count(root.dataset.countedAt);
}

function giveUp(root, frame, open) {
  frame.remove();
  open.hidden = false;
  root.querySelector("[data-booking-late]").hidden = false;
  open.focus();
}

/* The booking page says how high it is. Only the page in this frame is listened to, and only from its own origin. */
function listen(frame, origin) {
  window.addEventListener("message", (event) => {
    if (event.source !== frame.contentWindow || event.origin !== origin) return;
    const height = typeof event.data === "string" && RESIZE.exec(event.data);
    if (height) frame.height = Math.min(Math.max(Number(height[1]), LEAST), MOST);
  });
}

/* The address that counts leads on to the booking page, which the frame has already. */
function count(address) {
  fetch(address, { redirect: "manual", credentials: "omit", keepalive: true }).catch(() => {});
}

/* Beside a button that is in view the bar would say the same a second time. */
function makeRoom(bar) {
  const inView = new Set();
  const observer = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) inView[isIntersecting ? "add" : "delete"](target);
    bar.classList.toggle("booking-bar--away", inView.size > 0 && !bar.contains(document.activeElement));
  });
  for (const button of document.querySelectorAll(BUTTONS)) observer.observe(button);
}

document.querySelectorAll("[data-booking-frame]").forEach(prepare);
document.querySelectorAll("[data-booking-bar]").forEach(makeRoom);

/** No way out of the page: no menus, selections, shortcuts, zooming or dropped files. */

/** @param {Document} page */
export function lock(page) {
  const stop = (event) => event.preventDefault();
  for (const type of ["contextmenu", "dragstart", "dragover", "drop", "auxclick", "gesturestart", "copy", "cut", "paste"]) {
    page.addEventListener(type, stop);
  }
  page.addEventListener("selectstart", (event) => {
    if (!event.target.closest?.("textarea")) stop(event);
  });
  page.addEventListener("wheel", (event) => event.ctrlKey && stop(event), { passive: false });
  page.addEventListener("touchmove", (event) => event.touches.length > 1 && stop(event), { passive: false });
  page.addEventListener(
    "keydown",
    (event) => {
      // AltGr makes letters.
      const isShortcut = (event.ctrlKey || event.altKey || event.metaKey) && !event.getModifierState("AltGraph");
      if (isShortcut || /^(?:F\d+|Browser.+|ContextMenu|Print.*|Help)$/u.test(event.key)) stop(event);
    },
    { capture: true },
  );
}

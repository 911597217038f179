/** F6: the focus goes from region to region, in the order of the page. */

export function nextRegion(step: 1 | -1): void {
  const regions = [...document.querySelectorAll<HTMLElement>("[data-region]")].filter((one) => one.offsetParent !== null);
  const inside = regions.filter((one) => one.contains(document.activeElement));
  const here = inside.at(-1);
  const at = here === undefined ? -1 : regions.indexOf(here);
  const next = regions[(at + step + regions.length) % regions.length] ?? regions[0];
  if (next === undefined) return;
  const stop = next.querySelector<HTMLElement>('[tabindex="0"], button:not(:disabled), a[href], input, select');
  (stop ?? next).focus();
}

/** Keys as words and as events. Pure. */

const mac = typeof navigator !== "undefined" && navigator.platform.startsWith("Mac");

/** What is written on a key cap. */
export function keyWords(keys: string): string {
  const arrows: Record<string, string> = { ArrowUp: "↑", ArrowDown: "↓", ArrowLeft: "←", ArrowRight: "→" };
  const said = keys.replace(/Arrow(?:Up|Down|Left|Right)/, (name) => arrows[name] ?? name);
  return mac ? said.replace("Ctrl", "⌘").replace("Alt", "⌥").replace("Shift", "⇧") : said;
}

type Pressed = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">;

/** Whether an event is these keys. */
export function matches(event: Pressed, keys: string): boolean {
  const parts = keys.split("+");
  const key = parts.pop() ?? "";
  const wants = (modifier: string) => parts.includes(modifier);
  if ((event.ctrlKey || event.metaKey) !== wants("Ctrl") || event.altKey !== wants("Alt")) return false;
  // A sign such as `?` carries its own Shift.
  if (/^[\w]+$/.test(key) && event.shiftKey !== wants("Shift")) return false;
  return event.key.toLowerCase() === key.toLowerCase();
}

/**
 * Times, durations and sizes as the views write them. Pure; the zone is an argument.
 */

/** `2:06`, `11:20`, `1:02:03`; negative counts as nothing. */
export function stopwatch(ms: number): string {
  const total = Math.max(0, Math.floor(ms / 1000));
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor((total % 3600) / 60);
  const seconds = String(total % 60).padStart(2, "0");
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${seconds}` : `${minutes}:${seconds}`;
}

/** Two units at most: `42 s`, `42 min`, `1 h 52 min`, `6 d 23 h`. */
export function span(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  const days = Math.floor(hours / 24);
  return hours % 24 === 0 ? `${days} d` : `${days} d ${hours % 24} h`;
}

/** One unit: `just now`, `3 min ago`, `5 h ago`, `2 d ago`. */
export function ago(ms: number, now: number): string {
  const seconds = Math.floor((now - ms) / 1000);
  if (seconds < 45) return "just now";
  const minutes = Math.max(1, Math.round(seconds / 60));
  if (minutes < 60) return `${minutes} min ago`;
  const hours = Math.round(minutes / 60);
  if (hours < 24) return `${hours} h ago`;
  return `${Math.round(hours / 24)} d ago`;
}

interface Parts {
  readonly year: string;
  readonly month: string;
  readonly day: string;
  readonly weekday: string;
  readonly hour: string;
  readonly minute: string;
  readonly second: string;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function parts(ms: number, zone: string | undefined): Parts {
  const key = zone ?? "";
  let format = formats.get(key);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-GB", {
      ...(zone === undefined ? {} : { timeZone: zone }),
      weekday: "short",
      year: "numeric",
      month: "short",
      day: "numeric",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
      hourCycle: "h23",
    });
    formats.set(key, format);
  }
  const found = Object.fromEntries(format.formatToParts(ms).map((part) => [part.type, part.value]));
  return found as unknown as Parts;
}

/** A zone: `UTC`, or the one of this computer when `utc` is false. */
export function zoneOf(utc: boolean): string | undefined {
  return utc ? "UTC" : undefined;
}

/** The zone's name, as `UTC` or `Europe/Berlin`. */
export function zoneName(utc: boolean): string {
  return utc ? "UTC" : new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** `10:42:07` */
export function clock(ms: number, zone?: string): string {
  const p = parts(ms, zone);
  return `${p.hour}:${p.minute}:${p.second}`;
}

/** `10:42` */
export function clockShort(ms: number, zone?: string): string {
  const p = parts(ms, zone);
  return `${p.hour}:${p.minute}`;
}

/** `23 Nov 10:42`; with the year when it is not this one. */
export function dayTime(ms: number, now: number, zone?: string): string {
  const p = parts(ms, zone);
  const year = parts(now, zone).year === p.year ? "" : ` ${p.year}`;
  return `${p.day} ${p.month}${year} ${p.hour}:${p.minute}`;
}

/** `10:42` today, else as {@link dayTime}. */
export function whenShort(ms: number, now: number, zone?: string): string {
  const p = parts(ms, zone);
  const n = parts(now, zone);
  return p.day === n.day && p.month === n.month && p.year === n.year
    ? `${p.hour}:${p.minute}`
    : dayTime(ms, now, zone);
}

/** `Mon 23 Nov 2026, 10:35:26` */
export function fullTime(ms: number, zone?: string): string {
  const p = parts(ms, zone);
  return `${p.weekday} ${p.day} ${p.month} ${p.year}, ${p.hour}:${p.minute}:${p.second}`;
}

/** `812 B`, `4.2 kB`, `31 MB`. */
export function bytes(size: number): string {
  if (size < 1000) return `${size} B`;
  const units = ["kB", "MB", "GB", "TB"];
  let value = size;
  let unit = -1;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value < 9.95 ? value.toFixed(1) : Math.round(value)} ${units[unit] ?? "B"}`;
}

/** `1 action`, `3 actions`. */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString("en-US")} ${n === 1 ? one : many}`;
}

/** The first eight characters of an id. */
export function shortId(id: string): string {
  return id.slice(0, 8);
}

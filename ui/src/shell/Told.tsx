/** Text of Rust as people read it: what stands between backticks is shown as code. */
export function Told({ text }: { readonly text: string }) {
  return text.split("`").map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part));
}

/** Segmented choices of the bars. */
export function Segments<V extends string>({ label, value, options, onChange }: { readonly label: string; readonly value: V; readonly options: readonly (readonly [V, string])[]; readonly onChange: (value: V) => void }) {
  return (
    <div className="ps-segments" role="group" aria-label={label}>
      {options.map(([id, word]) => (
        <button key={id} type="button" aria-pressed={id === value} onClick={() => onChange(id)}>
          {word}
        </button>
      ))}
    </div>
  );
}

export function ModeSwitch({ mode, onMode }: { readonly mode: "edit" | "run"; readonly onMode: (mode: "edit" | "run") => void }) {
  return (
    <Segments
      label="Mode"
      value={mode}
      options={[
        ["edit", "Definition"],
        ["run", "Executions"],
      ]}
      onChange={onMode}
    />
  );
}

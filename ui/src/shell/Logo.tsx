/** The mark: two ends and the pipe between them. */
export function Logo({ size }: { readonly size: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden>
      <rect width="24" height="24" rx="6" fill="var(--ps-primary)" />
      <path d="M6 8h5a2 2 0 0 1 2 2v4a2 2 0 0 0 2 2h3" fill="none" stroke="var(--ps-primary-text)" strokeWidth="2.4" strokeLinecap="round" />
      <circle cx="5.5" cy="8" r="2" fill="var(--ps-primary-text)" />
      <circle cx="18.5" cy="16" r="2" fill="var(--ps-primary-text)" />
    </svg>
  );
}

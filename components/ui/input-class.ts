/** The style of all text inputs; the border has a 3:1 contrast with the background. */
export const inputClass =
  "h-8 w-full min-w-0 rounded-md border border-line-strong bg-surface px-2.5 text-sm text-text placeholder:text-muted " +
  "hover:border-muted focus-visible:border-accent focus-visible:outline-1 focus-visible:outline-offset-0 " +
  "aria-invalid:border-failed disabled:opacity-50 pointer-coarse:h-10 pointer-coarse:text-lg"

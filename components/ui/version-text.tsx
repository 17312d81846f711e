import clsx from "clsx"

/** How much of the end stays, such as a short commit: versions and tags begin alike and differ there. */
const endLength = 7

/** A version, tag, branch or commit. Where room is short, its middle is cut. */
export function VersionText({ value, className }: { value: string; className?: string }) {
  const cut = value.length > endLength + 2 ? value.length - endLength : value.length
  return (
    <span title={value} className={clsx("inline-flex max-w-full min-w-0 align-middle font-mono", className)}>
      <span className="truncate">{value.slice(0, cut)}</span>
      {cut < value.length && <span className="shrink-0">{value.slice(cut)}</span>}
    </span>
  )
}

import clsx from "clsx"

/** The number of characters kept at the end, such as a short commit, where versions and tags usually differ. */
const endLength = 7

/** The length of most versions and tags. */
const usualLength = 20

interface CutTextProps {
  value: string
  className?: string
}

/** A version, tag, branch or commit. Long text is truncated in the middle if there is not enough room. */
export function VersionText({ value, className }: CutTextProps) {
  return <NameText value={value} className={clsx("font-mono", className)} />
}

/** The same for the name of a release, an application or an environment, which too may differ only at the end; one in Arabic or Hebrew begins at the right. */
export function NameText({ value, className }: CutTextProps) {
  if (value.length <= usualLength)
    return (
      <span
        dir="auto"
        title={value}
        className={clsx("inline-block max-w-full truncate align-middle", className)}
      >
        {value}
      </span>
    )
  const cut = value.length - endLength
  return (
    <span
      dir="auto"
      title={value}
      className={clsx(
        "inline-flex max-w-full min-w-0 align-middle print:inline-block print:min-w-18 print:wrap-anywhere",
        className,
      )}
    >
      {/* In two parts it would be read as two words. */}
      <span className="sr-only">{value}</span>
      <span aria-hidden="true" className="truncate whitespace-pre print:whitespace-pre-wrap">
        {value.slice(0, cut)}
      </span>
      <span aria-hidden="true" className="shrink-0 whitespace-pre">
        {value.slice(cut)}
      </span>
    </span>
  )
}

import clsx from "clsx"

/** The number of characters kept at the end, such as a short commit, where versions and tags usually differ. */
const endLength = 7

/** A name keeps as many whole words at its end as fit into this: `query-engine` of `bluefin-logistics-query-engine`. */
const maxNameEnd = 14

/** The length of most versions and tags. */
const maxLength = 20

interface CutTextProps {
  value: string
  className?: string
}

/** A version, tag, branch or commit. Long text is truncated in the middle if there is not enough room. */
export function VersionText({ value, className }: CutTextProps) {
  return <CutText value={value} end={endLength} className={clsx("font-mono", className)} />
}

/**
 * The name of a release, an application or an environment. Truncated like a version, because names too may differ only
 * at the end. A name in Arabic or Hebrew begins at the right.
 */
export function NameText({ value, className }: CutTextProps) {
  return <CutText value={value} end={nameEnd(value)} className={className} />
}

function nameEnd(value: string): number {
  const words = [...value.matchAll(/[-./_ ]/g)].map(({ index }) => value.length - index - 1)
  return words.find((length) => length >= endLength && length <= maxNameEnd) ?? endLength
}

function CutText({ value, end, className }: CutTextProps & { end: number }) {
  if (value.length <= maxLength)
    return (
      <span
        dir="auto"
        title={value}
        className={clsx("inline-block max-w-full truncate align-middle", className)}
      >
        {value}
      </span>
    )
  const cut = value.length - end
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
      <span aria-hidden="true" className="max-w-full shrink-0 truncate whitespace-pre">
        {value.slice(cut)}
      </span>
    </span>
  )
}

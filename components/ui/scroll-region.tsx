import clsx from "clsx"
import type { ComponentProps } from "react"

/** A region that scrolls by itself, reachable and named for people who scroll by keyboard. */
export function ScrollRegion({ label, className, ...rest }: ComponentProps<"section"> & { label: string }) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: without a tab stop the arrows could not scroll it
      tabIndex={0}
      {...rest}
      className={clsx("relative overflow-auto -outline-offset-2", className)}
    />
  )
}

import clsx from "clsx"
import type { ComponentProps } from "react"

/** A scrollable region that can be focused and has a name, for keyboard users. */
export function ScrollRegion({ label, className, ...rest }: ComponentProps<"section"> & { label: string }) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: without a tab stop the arrow keys could not scroll it
      tabIndex={0}
      {...rest}
      className={clsx("relative overflow-auto -outline-offset-2", className)}
    />
  )
}

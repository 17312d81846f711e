"use client"

import clsx from "clsx"
import { Check, Copy } from "lucide-react"
import { useCopy } from "@/components/ui/copy"
import { Tooltip } from "@/components/ui/tooltip"

export interface ChipProps {
  /** The value to copy, also displayed unless `children` is given. */
  value: string
  /** What the value is, for the accessible name: "image tag", "commit". */
  what: string
  children?: string
  className?: string
}

/**
 * A version or commit in monospace that copies on click. Positioned above a row link, so that it never opens the row.
 */
export function Chip({ value, what, children, className }: ChipProps) {
  const { copied, copy } = useCopy(value, what.charAt(0).toUpperCase() + what.slice(1))
  const shown = children ?? value
  return (
    <Tooltip content={copied ? "Copied" : `Copy ${value}`} labels>
      <button
        type="button"
        onClick={(event) => {
          event.preventDefault()
          event.stopPropagation()
          void copy()
        }}
        className={clsx(
          "group/chip relative z-1 inline-flex h-5 max-w-full min-w-0 items-center rounded-sm border border-line bg-raised px-1.5",
          "font-mono text-xs text-text transition-colors duration-100 hover:border-line-strong",
          className,
        )}
      >
        <span className="sr-only">Copy {what} </span>
        <span className="truncate">{shown}</span>
        <span
          aria-hidden="true"
          className={clsx(
            "absolute inset-y-0 right-0 hidden items-center rounded-r-sm bg-raised pr-1 pl-1 group-hover/chip:flex",
            copied ? "text-deployed" : "text-muted",
          )}
        >
          {copied ? <Check size={11} /> : <Copy size={11} />}
        </span>
      </button>
    </Tooltip>
  )
}

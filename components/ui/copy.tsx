import clsx from "clsx"
import { Check, Copy } from "lucide-react"
import { useEffect, useRef, useState } from "react"
import { IconButton } from "@/components/ui/icon-button"
import { ScrollRegion } from "@/components/ui/scroll-region"
import { showToast } from "@/components/ui/toast"
import { Tooltip } from "@/components/ui/tooltip"
import { VersionText } from "@/components/ui/version-text"

/** Copies text, also if the clipboard API is unavailable (plain http). Returns whether it worked. */
async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copyBySelection(text)
  }
}

function copyBySelection(text: string): boolean {
  const area = document.createElement("textarea")
  area.value = text
  area.style.position = "fixed"
  area.style.opacity = "0"
  document.body.append(area)
  area.select()
  const done = document.execCommand("copy")
  area.remove()
  return done
}

/** `copied` is true briefly after `copy` succeeded. */
export function useCopy(text: string, label: string) {
  const [copied, setCopied] = useState(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])

  async function copy() {
    const done = await copyText(text)
    showToast(done ? `${label} copied` : `Could not copy ${label.toLowerCase()}`)
    setCopied(done)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => setCopied(false), 1500)
  }
  return { copied, copy }
}

interface ChipProps {
  /** The value to copy, also displayed unless `children` is given. */
  value: string
  /** What the value is, for the accessible name: "image tag", "commit". */
  label: string
  children?: string
}

/**
 * A version or commit in monospace that copies on click. Positioned above a row link, so that it never opens the row.
 */
export function Chip({ value, label, children }: ChipProps) {
  const { copied, copy } = useCopy(value, label.charAt(0).toUpperCase() + label.slice(1))
  const content = children ?? value
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
          "group/chip touch-area relative z-1 inline-flex h-5 max-w-full print:h-auto min-w-0 items-center rounded-sm border border-line bg-raised px-1.5",
          "font-mono text-xs text-text transition-colors duration-100 hover:border-line-strong",
        )}
      >
        <span className="sr-only">Copy {label} </span>
        <VersionText value={content} />
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

export function CodeBlock({ code, label }: { code: string; label: string }) {
  const { copied, copy } = useCopy(code, label.charAt(0).toUpperCase() + label.slice(1))
  return (
    <div className="flex items-start rounded-md border border-line bg-canvas text-left">
      <ScrollRegion label={label} className="min-w-0 flex-1 py-2.5 pl-3">
        <pre className="font-mono text-xs leading-5">
          <code>{code}</code>
        </pre>
      </ScrollRegion>
      <IconButton
        label={copied ? "Copied" : `Copy ${label}`}
        size="sm"
        onClick={() => void copy()}
        className="m-1 shrink-0"
      >
        {copied ? <Check size={13} className="text-deployed" /> : <Copy size={13} />}
      </IconButton>
    </div>
  )
}

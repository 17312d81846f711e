import type { ReactNode } from "react"
import { formatDuration } from "@/lib/platform/format"

interface FormSectionProps {
  number: number
  title: string
  children: ReactNode
}

export function FormSection({ number, title, children }: FormSectionProps) {
  return (
    <section aria-label={title} className="flex min-w-0 flex-col gap-3">
      <h2 className="flex items-center gap-2 text-base font-medium">
        <span
          aria-hidden="true"
          className="flex size-5 items-center justify-center rounded-full border border-line-strong text-xs text-muted"
        >
          {number}
        </span>
        {title}
      </h2>
      {children}
    </section>
  )
}

/** Explains Helm's timeout, given as text in seconds, where `subject` fails; from a minute on also in larger units. */
export function timeoutHint(timeout: string, subject: "operation" | "release"): string {
  const seconds = Number(timeout)
  const readable = Number.isInteger(seconds) && seconds >= 60 ? ` (${formatDuration(seconds)})` : ""
  return `How long Helm waits for each resource and hook${readable} before the ${subject} fails.`
}

import type { ReactNode } from "react"
import { Link } from "@/components/ui/link"
import { StatusMark, type StatusStyle } from "@/components/ui/status"
import { formatCount } from "@/lib/platform/format"

/** What to do next. */
export interface Step {
  label: string
  href: string
}

interface AttentionSectionProps {
  title: string
  total: number
  /** The page that lists exactly these. */
  all: string
  children: ReactNode
}

/** Everything of one kind that needs attention. */
export function AttentionSection({ title, total, all, children }: AttentionSectionProps) {
  return (
    <section aria-label={title} className="border-b border-line last:border-0">
      <div className="flex items-baseline justify-between gap-2 px-4 pt-2.5 pb-1 text-xs">
        <h3 className="font-medium text-muted">
          {title} <span className="tabular-nums">· {formatCount(total)}</span>
        </h3>
        <Link href={all}>View all {formatCount(total)}</Link>
      </div>
      <ul className="pb-1">{children}</ul>
    </section>
  )
}

interface AttentionItemProps {
  style: StatusStyle
  /** When, or by how much. */
  end: ReactNode
  step: Step
  children: ReactNode
}

export function AttentionItem({ style, end, step, children }: AttentionItemProps) {
  return (
    <li className="relative flex min-h-9 flex-wrap items-center gap-x-2.5 px-4 py-1.5 text-sm hover:bg-raised/60">
      <StatusMark style={style} size={13} />
      <p className="min-w-0 flex-1 truncate max-sm:basis-4/5 max-sm:whitespace-normal">{children}</p>
      <span className="relative z-1 shrink-0 text-xs text-muted max-sm:ml-5.5">{end}</span>
      <Link href={step.href} className="relative z-1 shrink-0 text-xs max-sm:ml-auto">
        {step.label}
      </Link>
    </li>
  )
}

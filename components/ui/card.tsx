import clsx from "clsx"
import type { ReactNode } from "react"

interface CardProps {
  title?: ReactNode
  description?: ReactNode
  actions?: ReactNode
  /** The content extends to the edges (tables, lists). */
  flush?: boolean
  className?: string
  /** The id of a card that is a link target on its page. */
  id?: string
  children: ReactNode
}

// The margin of the title, also for the first and last column of a table.
const flushClass = "[--row-margin:1rem] [&_:is(td,th):first-child]:pl-4 [&_:is(td,th):last-child]:pr-4"

export function Card({ title, description, actions, flush, className, id, children }: CardProps) {
  return (
    <section id={id} className={clsx("min-w-0 rounded-md border border-line bg-surface", className)}>
      {(title || actions) && (
        <div className="flex min-h-11 items-center gap-3 border-b border-line px-4 py-2">
          <div className="min-w-0 flex-1">
            {title && <h2 className="truncate text-sm font-medium">{title}</h2>}
            {description && <p className="text-xs text-muted">{description}</p>}
          </div>
          {actions}
        </div>
      )}
      <div className={flush ? flushClass : "p-4"}>{children}</div>
    </section>
  )
}

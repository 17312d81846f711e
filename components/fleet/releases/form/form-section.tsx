import type { ReactNode } from "react"

/** A numbered part of a long form. */
export function FormSection({
  number,
  title,
  children,
}: {
  number: number
  title: string
  children: ReactNode
}) {
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

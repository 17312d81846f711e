import clsx from "clsx"
import { CircleAlert, TriangleAlert } from "lucide-react"
import type { ComponentProps, ReactNode } from "react"

interface NoticeProps extends ComponentProps<"section"> {
  tone: "failed" | "pending" | "rolled-back" | "neutral"
  /** Defaults to the icon of the tone. */
  icon?: ReactNode
}

const boxes: Record<NoticeProps["tone"], string> = {
  failed: "border-failed/40 bg-failed/8",
  pending: "border-pending/40 bg-pending/8",
  "rolled-back": "border-rolled-back/40 bg-rolled-back/8",
  neutral: "border-line-strong bg-raised",
}

const icons: Partial<Record<NoticeProps["tone"], ReactNode>> = {
  failed: <CircleAlert size={16} className="mt-0.5 shrink-0 text-failed" />,
  pending: <TriangleAlert size={16} className="mt-0.5 shrink-0 text-pending" />,
}

export function Notice({ tone, icon = icons[tone], className, children, ...rest }: NoticeProps) {
  return (
    <section
      {...rest}
      className={clsx("flex gap-2 rounded-md border px-3 py-2 text-sm", boxes[tone], className)}
    >
      {icon}
      <div className="min-w-0">{children}</div>
    </section>
  )
}

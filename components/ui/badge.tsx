import clsx from "clsx"
import type { ReactNode } from "react"

export type Tone =
  | "neutral"
  | "accent"
  | "deployed"
  | "pending"
  | "failed"
  | "rolled-back"
  | "uninstalled"
  | "out-of-band"
  | "quarantined"

export const toneText: Record<Tone, string> = {
  neutral: "text-muted",
  accent: "text-accent",
  deployed: "text-deployed",
  pending: "text-pending",
  failed: "text-failed",
  "rolled-back": "text-rolled-back",
  uninstalled: "text-uninstalled",
  "out-of-band": "text-out-of-band",
  quarantined: "text-quarantined",
}

const boxes: Record<Tone, string> = {
  neutral: "border-line bg-raised",
  accent: "border-accent/30 bg-accent/8",
  deployed: "border-deployed/30 bg-deployed/8",
  pending: "border-pending/30 bg-pending/8",
  failed: "border-failed/30 bg-failed/8",
  "rolled-back": "border-rolled-back/30 bg-rolled-back/8",
  uninstalled: "border-uninstalled/30 bg-uninstalled/8",
  "out-of-band": "border-out-of-band/30 bg-out-of-band/8",
  quarantined: "border-quarantined/30 bg-quarantined/8",
}

export interface BadgeProps {
  tone?: Tone
  icon?: ReactNode
  className?: string
  children: ReactNode
}

export function Badge({ tone = "neutral", icon, className, children }: BadgeProps) {
  return (
    <span
      className={clsx(
        "inline-flex h-5 shrink-0 items-center gap-1 rounded-sm border px-1.5 text-2xs font-medium whitespace-nowrap",
        toneText[tone],
        boxes[tone],
        className,
      )}
    >
      {icon}
      {children}
    </span>
  )
}

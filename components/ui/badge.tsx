import clsx from "clsx"
import type { ReactNode } from "react"

export const toneText = {
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

export type Tone = keyof typeof toneText

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
        tone === "neutral" ? "border-line bg-raised" : "border-current/30 bg-current/8",
        className,
      )}
    >
      {icon}
      {children}
    </span>
  )
}

import { Ban, CircleCheck, TimerOff } from "lucide-react"
import type { ReactNode } from "react"
import { Badge, type Tone } from "@/components/ui/badge"
import type { TokenState } from "@/lib/identity/tokens/schema"

const stateStyles: Record<TokenState, { label: string; tone: Tone; icon: ReactNode }> = {
  ACTIVE: { label: "Active", tone: "deployed", icon: <CircleCheck size={11} aria-hidden="true" /> },
  EXPIRED: { label: "Expired", tone: "pending", icon: <TimerOff size={11} aria-hidden="true" /> },
  REVOKED: { label: "Revoked", tone: "uninstalled", icon: <Ban size={11} aria-hidden="true" /> },
}

export function TokenStateBadge({ state }: { state: TokenState }) {
  const { label, tone, icon } = stateStyles[state]
  return (
    <Badge tone={tone} icon={icon}>
      {label}
    </Badge>
  )
}

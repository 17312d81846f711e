import { Ban, CircleCheck, TimerOff } from "lucide-react"
import type { ReactNode } from "react"
import { Badge, type Tone } from "@/components/ui/badge"
import type { TokenState } from "@/lib/identity/tokens/schema"

const looks: Record<TokenState, { word: string; tone: Tone; icon: ReactNode }> = {
  ACTIVE: { word: "Active", tone: "deployed", icon: <CircleCheck size={11} aria-hidden="true" /> },
  EXPIRED: { word: "Expired", tone: "pending", icon: <TimerOff size={11} aria-hidden="true" /> },
  REVOKED: { word: "Revoked", tone: "uninstalled", icon: <Ban size={11} aria-hidden="true" /> },
}

export function TokenStateBadge({ state }: { state: TokenState }) {
  const { word, tone, icon } = looks[state]
  return (
    <Badge tone={tone} icon={icon}>
      {word}
    </Badge>
  )
}

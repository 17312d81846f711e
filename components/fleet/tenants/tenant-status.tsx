import { CircleCheck, PauseCircle } from "lucide-react"
import type { ReactNode } from "react"
import { Badge, type BadgeProps } from "@/components/ui/badge"
import type { TenantStatus } from "@/lib/fleet/tenants/schema"

const looks: Record<TenantStatus, { word: string; tone: BadgeProps["tone"]; icon: ReactNode }> = {
  ACTIVE: { word: "Active", tone: "deployed", icon: <CircleCheck size={12} aria-hidden="true" /> },
  SUSPENDED: { word: "Suspended", tone: "pending", icon: <PauseCircle size={12} aria-hidden="true" /> },
}

export function TenantStatusBadge({ status }: { status: TenantStatus }) {
  const { word, tone, icon } = looks[status]
  return (
    <Badge tone={tone} icon={icon}>
      {word}
    </Badge>
  )
}

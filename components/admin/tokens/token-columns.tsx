"use client"

import { Ban, CircleCheck, TimerOff } from "lucide-react"
import { lazy, type ReactNode } from "react"
import { Badge, type Tone } from "@/components/ui/badge"
import { type Column, timeWidth } from "@/components/ui/columns"
import { DialogButton } from "@/components/ui/dialog-button"
import { Time } from "@/components/ui/time"
import type { Token, TokenState } from "@/lib/identity/tokens/schema"

const RevokeTokenDialog = lazy(() => import("@/components/admin/tokens/revoke-token-dialog"))

const never = <span className="text-muted">Never</span>

export const tokenColumns: readonly Column<Token>[] = [
  {
    id: "name",
    label: "Name",
    width: 190,
    required: true,
    cell: (token) => token.name,
  },
  {
    id: "state",
    label: "State",
    plain: true,
    width: 110,
    cell: (token) => <TokenStateBadge state={token.state} />,
    csv: (token) => token.state,
  },
  {
    id: "token",
    label: "Token",
    width: 150,
    cell: (token) => (
      <code className="font-mono text-xs text-muted">
        {token.prefix}…{token.lastFour}
      </code>
    ),
    csv: (token) => `${token.prefix}…${token.lastFour}`,
  },
  {
    id: "scopes",
    label: "Scopes",
    cell: (token) => (
      <span className="font-mono text-xs" title={token.scopes.join(", ")}>
        {token.scopes.join(", ")}
      </span>
    ),
    csv: (token) => token.scopes.join(", "),
  },
  {
    id: "environments",
    label: "Environments",
    width: 150,
    cell: (token) =>
      token.environments.length === 0 ? (
        <span className="text-muted">All</span>
      ) : (
        <span title={token.environments.join(", ")}>{token.environments.join(", ")}</span>
      ),
    csv: (token) => token.environments.join(", ") || "All",
  },
  {
    id: "lastUsedAt",
    label: "Last used",
    width: timeWidth,
    cell: (token) => (token.lastUsedAt === null ? never : <Time at={token.lastUsedAt} />),
    csv: (token) => token.lastUsedAt,
  },
  {
    id: "expiresAt",
    label: "Expires",
    width: timeWidth,
    cell: (token) => (token.expiresAt === null ? never : <Time at={token.expiresAt} />),
    csv: (token) => token.expiresAt,
  },
  {
    id: "createdBy",
    label: "Created by",
    width: 180,
    cell: (token) => <span title={token.createdBy}>{token.createdBy}</span>,
    csv: (token) => token.createdBy,
  },
  {
    id: "actions",
    label: "Actions",
    plain: true,
    width: 90,
    align: "end",
    csv: null,
    cell: (token) =>
      token.state === "ACTIVE" ? (
        <DialogButton
          size="sm"
          variant="ghost"
          className="relative z-1"
          dialog={(state) => <RevokeTokenDialog {...state} token={token} />}
        >
          Revoke<span className="sr-only"> {token.name}</span>
        </DialogButton>
      ) : null,
  },
]

const stateStyles: Record<TokenState, { label: string; tone: Tone; icon: ReactNode }> = {
  ACTIVE: { label: "Active", tone: "deployed", icon: <CircleCheck size={11} /> },
  EXPIRED: { label: "Expired", tone: "pending", icon: <TimerOff size={11} /> },
  REVOKED: { label: "Revoked", tone: "uninstalled", icon: <Ban size={11} /> },
}

function TokenStateBadge({ state }: { state: TokenState }) {
  const { label, tone, icon } = stateStyles[state]
  return (
    <Badge tone={tone} icon={icon}>
      {label}
    </Badge>
  )
}

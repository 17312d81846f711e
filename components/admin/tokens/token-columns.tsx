"use client"

import { Ban, CircleCheck, TimerOff } from "lucide-react"
import { lazy } from "react"
import { type BadgeStyle, badgeColumn } from "@/components/ui/badge-column"
import type { Column } from "@/components/ui/columns"
import { DialogButton } from "@/components/ui/dialog-button"
import { timeColumn } from "@/components/ui/time-column"
import type { Token, TokenState } from "@/lib/identity/tokens/schema"

const RevokeTokenDialog = lazy(() => import("@/components/admin/tokens/revoke-token-dialog"))

const stateStyles: Record<TokenState, BadgeStyle> = {
  ACTIVE: { word: "Active", tone: "deployed", icon: <CircleCheck size={11} /> },
  EXPIRED: { word: "Expired", tone: "pending", icon: <TimerOff size={11} /> },
  REVOKED: { word: "Revoked", tone: "uninstalled", icon: <Ban size={11} /> },
}

export const tokenColumns: readonly Column<Token>[] = [
  { id: "name", label: "Name", width: 190, required: true, value: ({ name }) => name },
  badgeColumn(({ state }) => state, stateStyles, { id: "state", label: "State", width: 110 }),
  {
    ...{ id: "token", label: "Token", width: 150, mono: true },
    value: ({ prefix, lastFour }) => `${prefix}…${lastFour}`,
  },
  { id: "scopes", label: "Scopes", mono: true, value: ({ scopes }) => scopes.join(", ") },
  {
    ...{ id: "environments", label: "Environments", width: 150 },
    value: ({ environments }) => environments.join(", ") || "All",
    cell: ({ environments }) => environments.join(", ") || <span className="text-muted">All</span>,
  },
  timeColumn(({ lastUsedAt }) => lastUsedAt, { id: "lastUsedAt", label: "Last used", none: "Never" }),
  timeColumn(({ expiresAt }) => expiresAt, { id: "expiresAt", label: "Expires", none: "Never" }),
  { id: "createdBy", label: "Created by", width: 180, value: ({ createdBy }) => createdBy },
  {
    ...{ id: "actions", label: "Actions", plain: true, width: 90, align: "end" },
    cell: (token) =>
      token.state === "ACTIVE" && (
        <DialogButton
          size="sm"
          variant="ghost"
          className="relative z-1"
          dialog={(state) => <RevokeTokenDialog {...state} token={token} />}
        >
          Revoke<span className="sr-only"> {token.name}</span>
        </DialogButton>
      ),
  },
]

import { RevokeTokenDialog } from "@/components/admin/tokens/revoke-token-dialog"
import { TokenStateBadge } from "@/components/admin/tokens/token-state"
import type { Column } from "@/components/ui/columns"
import { Time } from "@/components/ui/time"
import type { Token } from "@/lib/identity/tokens/schema"

const never = <span className="text-muted">Never</span>

export const tokenColumns: readonly Column<Token>[] = [
  {
    id: "name",
    label: "Name",
    width: 190,
    required: true,
    cell: (token) => token.name,
    csv: (token) => token.name,
  },
  {
    id: "state",
    label: "State",
    plain: true,
    width: 110,
    cell: (token) => <TokenStateBadge state={token.state} />,
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
  },
  {
    id: "scopes",
    label: "Scopes",
    cell: (token) => (
      <span className="font-mono text-xs" title={token.scopes.join(", ")}>
        {token.scopes.join(", ")}
      </span>
    ),
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
  },
  {
    id: "lastUsedAt",
    label: "Last used",
    width: 110,
    cell: (token) => (token.lastUsedAt === null ? never : <Time at={token.lastUsedAt} />),
  },
  {
    id: "expiresAt",
    label: "Expires",
    width: 120,
    cell: (token) => (token.expiresAt === null ? never : <Time at={token.expiresAt} />),
  },
  {
    id: "createdBy",
    label: "Created by",
    width: 180,
    cell: (token) => <span title={token.createdBy}>{token.createdBy}</span>,
  },
  {
    id: "actions",
    label: "Actions",
    plain: true,
    width: 90,
    align: "end",
    cell: (token) => (token.state === "ACTIVE" ? <RevokeTokenDialog token={token} /> : null),
  },
]

import { ConfirmDialog } from "@/components/ui/confirm-dialog"
import type { DialogState } from "@/components/ui/dialog-button"
import { useApiMutation } from "@/components/ui/use-api-mutation"
import type { Token } from "@/lib/identity/tokens/schema"
import { api } from "@/lib/platform/paths"
import { queryKeys } from "@/lib/web/client/query-keys"

export default function RevokeTokenDialog({ token, ...state }: DialogState & { token: Token }) {
  const revoke = useApiMutation("DELETE", api("/tokens/{id}", token.id), {
    toast: "Token revoked",
    invalidates: [queryKeys.tokens],
  })
  return (
    <ConfirmDialog
      {...state}
      title={`Revoke ${token.name}?`}
      description="Requests with this token are rejected and its open streams end. This cannot be undone. Its records are kept."
      confirm="Revoke"
      action={revoke}
    />
  )
}

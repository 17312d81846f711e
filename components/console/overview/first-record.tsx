"use client"

import { KeyRound } from "lucide-react"
import { RecordCommand } from "@/components/admin/tokens/token-shown"
import { Button } from "@/components/ui/button"
import { FormError } from "@/components/ui/form-error"
import { useApiMutation } from "@/components/ui/use-api-mutation"
import type { CreatedToken } from "@/lib/identity/tokens/schema"
import { api } from "@/lib/platform/paths"
import { request } from "@/lib/web/client/request"

/** The request that records a deployment, with a real token once one is created. */
export function FirstRecord({ mayMakeTokens }: { mayMakeTokens: boolean }) {
  const make = useApiMutation(() =>
    request<CreatedToken>(api.tokens(), {
      method: "POST",
      body: { name: "first pipeline", scopes: ["deployments:write"] },
    }),
  )
  const token = make.data?.token
  return (
    <>
      <p className="text-sm text-muted">
        A single request is enough. After that, this page shows every environment, pending deployments and
        drift.
      </p>
      <RecordCommand token={token ?? "$SLIPWAY_TOKEN"} />
      <FormError error={make.error} />
      {token ? (
        <p className="text-sm">
          The command above contains the token. Copy it now; it cannot be shown again.
        </p>
      ) : mayMakeTokens ? (
        <div className="flex flex-wrap items-center gap-3">
          <Button
            variant="primary"
            icon={<KeyRound size={14} />}
            loading={make.isPending}
            onClick={() => make.mutate(undefined)}
          >
            Create token and insert it
          </Button>
          <span className="text-xs text-muted">The token can only record deployments.</span>
        </div>
      ) : (
        <p className="text-sm text-muted">
          This requires an API token with the scope{" "}
          <code className="font-mono text-xs">deployments:write</code>. Ask an admin to create one.
        </p>
      )}
    </>
  )
}

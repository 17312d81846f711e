"use client"

import { useMutation } from "@tanstack/react-query"
import { KeyRound } from "lucide-react"
import { RecordCommand } from "@/components/admin/tokens/token-shown"
import { Button } from "@/components/ui/button"
import { FormError } from "@/components/ui/form-error"
import type { CreatedToken } from "@/lib/identity/tokens/schema"
import { api } from "@/lib/platform/paths"
import { request } from "@/lib/web/client/request"

/** The one request that records a deployment, with a real token in it once it was made. */
export function FirstRecord({ mayMakeTokens }: { mayMakeTokens: boolean }) {
  const make = useMutation({
    mutationFn: () =>
      request<CreatedToken>(api.tokens(), {
        method: "POST",
        body: { name: "first pipeline", scopes: ["deployments:write"] },
      }),
  })
  const token = make.data?.token
  return (
    <>
      <p className="text-sm text-muted">
        One request is enough. From then on this page shows every environment, what comes next and what has
        fallen behind.
      </p>
      <RecordCommand token={token ?? "$SLIPWAY_TOKEN"} />
      <FormError error={make.error} />
      {token ? (
        <p className="text-sm">
          The token stands in the line above. Copy it now: it is kept nowhere and cannot be shown again.
        </p>
      ) : mayMakeTokens ? (
        <div className="flex flex-wrap items-center gap-3">
          <Button
            variant="primary"
            icon={<KeyRound size={14} />}
            loading={make.isPending}
            onClick={() => make.mutate()}
          >
            Make a token and put it in
          </Button>
          <span className="text-xs text-muted">It may record deployments and nothing else.</span>
        </div>
      ) : (
        <p className="text-sm text-muted">
          It needs an API token with <code className="font-mono text-xs">deployments:write</code>. Ask an
          admin for one.
        </p>
      )}
    </>
  )
}

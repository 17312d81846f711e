"use client"

import { useMutation } from "@tanstack/react-query"
import { KeyRound } from "lucide-react"
import { RecordCommand } from "@/components/tokens/token-shown"
import { Button } from "@/components/ui/button"
import { Card } from "@/components/ui/card"
import { FormError } from "@/components/ui/form-error"
import { Spinner } from "@/components/ui/spinner"
import { request } from "@/lib/api/request"
import { api } from "@/lib/paths"
import type { CreatedToken } from "@/lib/tokens/schema"

/** The ledger is empty: what this is, and how the first deployment gets in. */
export function FirstRun({ mayMakeTokens }: { mayMakeTokens: boolean }) {
  const make = useMutation({
    mutationFn: () =>
      request<CreatedToken>(api.tokens(), {
        method: "POST",
        body: { name: "first pipeline", scopes: ["deployments:write"] },
      }),
  })
  const token = make.data?.token
  return (
    <div className="mx-auto flex w-full max-w-2xl flex-col gap-4 py-6">
      <div>
        <h2 className="text-lg font-medium">Record your first deployment</h2>
        <p className="mt-1 text-sm text-muted">
          Slipway keeps the ledger of what runs where, since when and by whom. Your pipeline tells it of each
          deployment with one request; from then on this page shows every environment, what comes next and
          what has fallen behind.
        </p>
      </div>
      <Card title="One request is enough">
        <div className="flex flex-col gap-3">
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
        </div>
      </Card>
      <p role="status" className="flex items-center gap-2 text-sm text-muted">
        <Spinner size={13} />
        Waiting for the first deployment. It shows here by itself.
      </p>
    </div>
  )
}

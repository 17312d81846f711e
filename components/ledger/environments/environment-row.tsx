"use client"

import { EnvironmentDialog } from "@/components/ledger/environments/environment-dialog"
import { Badge } from "@/components/ui/badge"
import { Button } from "@/components/ui/button"
import { ConfirmDialog } from "@/components/ui/confirm-dialog"
import { Cell, Row } from "@/components/ui/table"
import { showErrorToast } from "@/components/ui/toast"
import { useApiMutation } from "@/components/ui/use-api-mutation"
import type { Environment } from "@/lib/ledger/environments/schema"
import { api } from "@/lib/platform/paths"
import { queryKeys } from "@/lib/web/client/query-keys"
import { request } from "@/lib/web/client/request"

interface EnvironmentRowProps {
  environment: Environment
  nextRank: number
  mayChange: boolean
}

export function EnvironmentRow({ environment, nextRank, mayChange }: EnvironmentRowProps) {
  const { name, rank, aliases, production, colour, archived } = environment
  return (
    <Row className={archived ? "text-muted" : undefined}>
      <Cell label="Rank" align="end" className="text-muted tabular-nums">
        {rank ?? "–"}
      </Cell>
      <Cell name className="font-medium">
        <span className="inline-flex items-center gap-2">
          {colour !== null && (
            <svg aria-hidden="true" width="8" height="8" viewBox="0 0 8 8">
              <circle cx="4" cy="4" r="4" fill={colour} />
            </svg>
          )}
          {name}
        </span>
      </Cell>
      <Cell label="Aliases" className="font-mono text-xs text-muted" title={aliases.join("\n")}>
        {aliases.join(", ") || "–"}
      </Cell>
      <Cell>
        <span className="inline-flex gap-1.5">
          {production && <Badge tone="accent">Production</Badge>}
          {archived && <Badge>Archived</Badge>}
          {rank === null && !archived && <Badge>Not a stage</Badge>}
        </span>
      </Cell>
      <Cell align="end">
        {mayChange && (
          <span className="inline-flex gap-1">
            {!archived && (
              <EnvironmentDialog
                environment={environment}
                nextRank={rank ?? nextRank}
                trigger={
                  <Button size="sm" variant="ghost">
                    Edit<span className="sr-only"> {name}</span>
                  </Button>
                }
              />
            )}
            <ArchiveButton name={name} archived={archived} />
          </span>
        )}
      </Cell>
    </Row>
  )
}

function ArchiveButton({ name, archived }: { name: string; archived: boolean }) {
  const save = useApiMutation(
    () => request(api.environment(name), { method: "PATCH", body: { archived: !archived } }),
    { toast: archived ? `${name} restored` : `${name} archived`, invalidates: [queryKeys.all] },
  )
  if (archived) {
    return (
      <Button
        size="sm"
        variant="ghost"
        loading={save.isPending}
        onClick={() => save.mutate(undefined, { onError: (error) => showErrorToast(error.message) })}
      >
        Restore<span className="sr-only"> {name}</span>
      </Button>
    )
  }
  return (
    <ConfirmDialog
      trigger={
        <Button size="sm" variant="ghost">
          Archive<span className="sr-only"> {name}</span>
        </Button>
      }
      title={`Archive ${name}?`}
      description="Its history is kept. It accepts no new deployments and is excluded from the promotion order, pickers and error messages. You can restore it later."
      confirm="Archive"
      action={save}
    />
  )
}

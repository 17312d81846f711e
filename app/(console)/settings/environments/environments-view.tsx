"use client"

import { useQuery } from "@tanstack/react-query"
import { PageBody, PageHeader } from "@/components/layout/page-header"
import { EnvironmentDialog } from "@/components/ledger/environments/environment-dialog"
import { environmentsQuery } from "@/components/ledger/environments/environments-query"
import { Badge } from "@/components/ui/badge"
import { Button } from "@/components/ui/button"
import { actionsColumn } from "@/components/ui/column-kinds"
import { ConfirmDialog } from "@/components/ui/confirm-dialog"
import { DialogButton, NewButton } from "@/components/ui/dialog-button"
import { type ListColumn, ListTable } from "@/components/ui/list-table"
import { showErrorToast } from "@/components/ui/toast"
import { useApiMutation } from "@/components/ui/use-api-mutation"
import { NameText } from "@/components/ui/version-text"
import type { Environment } from "@/lib/ledger/environments/schema"
import { api } from "@/lib/platform/paths"
import { queryKeys } from "@/lib/web/client/query-keys"

const rankStep = 10

const columns: readonly ListColumn<Environment>[] = [
  {
    id: "rank",
    label: "Rank",
    width: 80,
    align: "end",
    muted: true,
    value: ({ rank }) => String(rank ?? "–"),
  },
  {
    id: "name",
    label: "Name",
    name: true,
    cell: ({ name, colour }) => (
      <span className="flex items-center gap-2">
        {colour !== null && (
          <svg aria-hidden="true" width="8" height="8" viewBox="0 0 8 8">
            <circle cx="4" cy="4" r="4" fill={colour} />
          </svg>
        )}
        <NameText value={name} />
      </span>
    ),
  },
  {
    id: "aliases",
    label: "Aliases",
    mono: true,
    muted: true,
    value: ({ aliases }) => aliases.join(", ") || "–",
  },
  {
    id: "type",
    label: "Type",
    plain: true,
    width: 176,
    cell: ({ production, archived, rank }) => (
      <span className="inline-flex gap-1.5">
        {production && <Badge tone="accent">Production</Badge>}
        {archived && <Badge>Archived</Badge>}
        {rank === null && !archived && <Badge>Not a stage</Badge>}
      </span>
    ),
  },
]

/** The promotion order and the environments outside it. Admins can edit them; other users can view them. */
export function EnvironmentsView({ canChange }: { canChange: boolean }) {
  const query = useQuery(environmentsQuery)
  const environments = query.data ?? []
  const nextRank = Math.min(1000, Math.max(0, ...environments.map(({ rank }) => rank ?? 0)) + rankStep)
  return (
    <>
      <PageHeader
        title="Environments"
        isStatic
        actions={
          canChange && (
            <NewButton
              dialog={(state) => <EnvironmentDialog {...state} environment={null} nextRank={nextRank} />}
            >
              New environment
            </NewButton>
          )
        }
      />
      <PageBody>
        <p className="max-w-2xl text-sm text-muted">
          Versions are promoted from the lowest rank to the highest. Deployments are accepted only for an
          environment or one of its aliases.
        </p>
        <ListTable
          label="Environments"
          className="min-w-2xl"
          columns={canChange ? [...columns, actions(nextRank)] : columns}
          rows={query.data?.toSorted(byArchived)}
          rowKey={({ name }) => name}
          isDimmed={({ archived }) => archived}
          read={query}
        />
      </PageBody>
    </>
  )
}

/** Archived ones last; the order is otherwise preserved. */
function byArchived(a: Environment, b: Environment): number {
  return Number(a.archived) - Number(b.archived)
}

/** `nextRank`: the default rank of an environment without one. */
const actions = (nextRank: number) =>
  actionsColumn<Environment>(160, (environment) => (
    <>
      {!environment.archived && (
        <DialogButton
          of={environment.name}
          dialog={(state) => (
            <EnvironmentDialog {...state} environment={environment} nextRank={environment.rank ?? nextRank} />
          )}
        >
          Edit
        </DialogButton>
      )}
      <ArchiveButton name={environment.name} archived={environment.archived} />
    </>
  ))

function ArchiveButton({ name, archived }: { name: string; archived: boolean }) {
  const save = useApiMutation("PATCH", api("/platform/environments/{name}", name), {
    body: { archived: !archived },
    toast: archived ? `${name} restored` : `${name} archived`,
    invalidates: [queryKeys.all],
  })
  if (archived) {
    return (
      <Button
        of={name}
        loading={save.isPending}
        onClick={() => save.mutate(undefined, { onError: (error) => showErrorToast(error.message) })}
      >
        Restore
      </Button>
    )
  }
  return (
    <ConfirmDialog
      trigger={<Button of={name}>Archive</Button>}
      title={`Archive ${name}?`}
      description="Its history is kept. It accepts no new deployments and is excluded from the promotion order, pickers and error messages. You can restore it later."
      confirm="Archive"
      action={save}
    />
  )
}

"use client"

import { useQuery } from "@tanstack/react-query"
import { Plus } from "lucide-react"
import { PageBody, PageHeader } from "@/components/layout/page-header"
import { EnvironmentDialog } from "@/components/ledger/environments/environment-dialog"
import { EnvironmentRow } from "@/components/ledger/environments/environment-row"
import { environmentsQuery } from "@/components/ledger/environments/environments-query"
import { Button } from "@/components/ui/button"
import { type ListHead, ListTable } from "@/components/ui/list-table"
import type { Environment } from "@/lib/ledger/environments/schema"

const rankStep = 10

const heads: readonly ListHead[] = [
  { label: "Rank", width: "w-20", align: "end" },
  { label: "Name" },
  { label: "Aliases" },
  { label: "Type", width: "w-44" },
  { label: "Actions", width: "w-40", hidden: true },
]

/** The promotion order and the environments outside it. Admins can edit them; other users can view them. */
export function EnvironmentsView({ mayChange }: { mayChange: boolean }) {
  const query = useQuery(environmentsQuery)
  const environments = query.data ?? []
  const nextRank = Math.min(1000, Math.max(0, ...environments.map(({ rank }) => rank ?? 0)) + rankStep)
  return (
    <>
      <PageHeader
        title="Environments"
        still
        actions={
          mayChange && (
            <EnvironmentDialog
              environment={null}
              nextRank={nextRank}
              trigger={
                <Button variant="primary" icon={<Plus size={14} />}>
                  New environment
                </Button>
              }
            />
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
          heads={heads}
          rows={query.data?.toSorted(byArchived)}
          read={query}
          failure="Could not load environments"
        >
          {(environment) => (
            <EnvironmentRow
              key={environment.name}
              environment={environment}
              nextRank={nextRank}
              mayChange={mayChange}
            />
          )}
        </ListTable>
      </PageBody>
    </>
  )
}

/** Archived ones last; the order is otherwise preserved. */
function byArchived(a: Environment, b: Environment): number {
  return Number(a.archived) - Number(b.archived)
}

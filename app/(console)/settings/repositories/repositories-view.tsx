"use client"

import { useQuery } from "@tanstack/react-query"
import { AddRepositoryDialog } from "@/components/fleet/repositories/add-repository-dialog"
import { repositoriesQuery } from "@/components/fleet/repositories/repositories-query"
import { RepositoryRow } from "@/components/fleet/repositories/repository-row"
import { PageBody, PageHeader } from "@/components/layout/page-header"
import { EmptyState } from "@/components/ui/empty-state"
import { type ListHead, ListTable } from "@/components/ui/list-table"

const heads: readonly ListHead[] = [
  { label: "Name", width: "w-44" },
  { label: "Kind", width: "w-28" },
  { label: "Address" },
  { label: "Added by", width: "w-52" },
  { label: "Test and remove", width: "w-80", hidden: true },
]

/** Chart repositories. Admins add and remove them; every user sees whether one is readable. */
export function RepositoriesView({ mayChange }: { mayChange: boolean }) {
  const query = useQuery(repositoriesQuery)
  return (
    <>
      <PageHeader title="Repositories" still actions={mayChange && <AddRepositoryDialog />} />
      <PageBody>
        <p className="max-w-2xl text-sm text-muted">
          Charts are installed only from these repositories: an HTTPS index, an OCI registry, or a folder
          configured when Slipway was started.
        </p>
        <ListTable
          label="Repositories"
          className="min-w-2xl"
          heads={heads}
          rows={query.data}
          read={query}
          failure="Could not load repositories"
          expected={2}
          empty={
            <EmptyState title="No repositories yet">Add a repository to install charts from it.</EmptyState>
          }
        >
          {(repository) => (
            <RepositoryRow key={repository.id} repository={repository} mayChange={mayChange} />
          )}
        </ListTable>
      </PageBody>
    </>
  )
}

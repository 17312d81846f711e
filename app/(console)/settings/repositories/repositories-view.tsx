"use client"

import { useQuery } from "@tanstack/react-query"
import { AddRepositoryDialog } from "@/components/fleet/repositories/add-repository-dialog"
import { repositoriesQuery } from "@/components/fleet/repositories/repositories-query"
import { RepositoryRow } from "@/components/fleet/repositories/repository-row"
import { PageBody, PageHeader } from "@/components/layout/page-header"
import { EmptyState } from "@/components/ui/empty-state"
import { ErrorState } from "@/components/ui/error-state"
import { HeadCell, NoteRow, SkeletonRows, Table } from "@/components/ui/table"

const columns = 5

/** Chart repositories. Admins add and remove them; every user sees whether one is readable. */
export function RepositoriesView({ mayChange }: { mayChange: boolean }) {
  const query = useQuery(repositoriesQuery)
  const repositories = query.data ?? []
  return (
    <>
      <PageHeader title="Repositories" still actions={mayChange && <AddRepositoryDialog />} />
      <PageBody>
        <p className="max-w-2xl text-sm text-muted">
          Charts are installed only from these repositories: an HTTPS index, an OCI registry, or a folder
          configured when Slipway was started.
        </p>
        <Table
          label="Repositories"
          regionClassName="rounded-md border border-line bg-surface"
          className="min-w-2xl"
        >
          <thead>
            <tr>
              <HeadCell className="w-44">Name</HeadCell>
              <HeadCell className="w-28">Kind</HeadCell>
              <HeadCell>Address</HeadCell>
              <HeadCell className="w-52">Added by</HeadCell>
              <HeadCell className="w-80">
                <span className="sr-only">Test and remove</span>
              </HeadCell>
            </tr>
          </thead>
          <tbody>
            {query.isPending && <SkeletonRows columns={columns} rows={2} />}
            {query.isError && (
              <NoteRow columns={columns}>
                <ErrorState title="Could not load repositories" read={query} />
              </NoteRow>
            )}
            {query.isSuccess && repositories.length === 0 && (
              <NoteRow columns={columns}>
                <EmptyState title="No repositories yet">
                  Add a repository to install charts from it.
                </EmptyState>
              </NoteRow>
            )}
            {repositories.map((repository) => (
              <RepositoryRow key={repository.id} repository={repository} mayChange={mayChange} />
            ))}
          </tbody>
        </Table>
      </PageBody>
    </>
  )
}

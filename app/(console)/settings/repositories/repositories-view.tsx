"use client"

import { useQuery } from "@tanstack/react-query"
import { Plus } from "lucide-react"
import { repositoriesQuery, repositoryCheckQuery } from "@/components/fleet/charts/chart-queries"
import { PageBody, PageHeader } from "@/components/layout/page-header"
import { Button } from "@/components/ui/button"
import { actionsColumn } from "@/components/ui/column-kinds"
import { ConfirmDialog } from "@/components/ui/confirm-dialog"
import { EmptyState } from "@/components/ui/empty-state"
import { FormDialog } from "@/components/ui/form-dialog"
import { Link } from "@/components/ui/link"
import { type ListColumn, ListTable } from "@/components/ui/list-table"
import { TextField } from "@/components/ui/text-field"
import { useApiMutation } from "@/components/ui/use-api-mutation"
import type { Repository, RepositoryKind } from "@/lib/fleet/charts/schema"
import { formatCount, formatQuantity } from "@/lib/platform/format"
import { api, pages } from "@/lib/platform/paths"
import { queryKeys } from "@/lib/web/client/query-keys"

const kinds: Record<RepositoryKind, string> = { INDEX: "Index", OCI: "Registry", FOLDER: "Folder" }

const columns: readonly ListColumn<Repository>[] = [
  {
    id: "name",
    label: "Name",
    name: true,
    width: 176,
    cell: ({ name }) => <Link href={pages.charts({ repository: name })}>{name}</Link>,
  },
  { id: "kind", label: "Kind", plain: true, width: 112, value: ({ kind }) => kinds[kind] },
  { id: "url", label: "Address", plain: true, mono: true, muted: true, value: ({ url }) => url },
  { id: "createdBy", label: "Added by", width: 208, muted: true, value: ({ createdBy }) => createdBy },
]

const actions = (canChange: boolean) =>
  actionsColumn<Repository>(320, (repository) => (
    <>
      <RepositoryTest repository={repository} />
      {canChange && !repository.fixed && <RemoveRepositoryDialog repository={repository} />}
    </>
  ))

export function RepositoriesView({ canChange }: { canChange: boolean }) {
  const query = useQuery(repositoriesQuery)
  return (
    <>
      <PageHeader title="Repositories" isStatic actions={canChange && <AddRepositoryDialog />} />
      <PageBody>
        <p className="max-w-2xl text-sm text-muted">
          Charts are installed only from these repositories: an HTTPS index, an OCI registry, or a folder
          configured when Slipway was started.
        </p>
        <ListTable
          label="Repositories"
          className="min-w-2xl"
          columns={[...columns, actions(canChange)]}
          rowKey={({ id }) => id}
          below={(repository) => <NotListed repository={repository} />}
          read={query}
          expected={2}
          empty={
            <EmptyState title="No repositories yet" actions={canChange && <AddRepositoryDialog />}>
              {canChange
                ? "Add a repository to install charts from it."
                : "An admin can add a repository to install charts from."}
            </EmptyState>
          }
        />
      </PageBody>
    </>
  )
}

function readForm(form: FormData) {
  const text = (name: string) => String(form.get(name) ?? "").trim() || undefined
  return {
    name: text("name") ?? "",
    url: text("url") ?? "",
    username: text("username"),
    password: text("password"),
  }
}

export function AddRepositoryDialog() {
  const add = useApiMutation("POST", api("/helm/repositories"), {
    toast: "Repository added",
    invalidates: [queryKeys.all],
  })
  return (
    <FormDialog
      trigger={
        <Button variant="primary" icon={<Plus size={14} />}>
          New repository
        </Button>
      }
      title="New repository"
      submit="Add repository"
      action={add}
      read={readForm}
    >
      <TextField
        label="Name"
        hint="Charts are referenced as name/chart."
        name="name"
        mono
        required
        maxLength={63}
        autoFocus
      />
      <TextField
        label="Address"
        hint="https://… for an index, oci://host/path for a registry, or the path of a configured folder."
        name="url"
        mono
        required
        maxLength={2000}
        placeholder="https://charts.example.com"
      />
      <TextField label="Username" optional name="username" maxLength={255} />
      <TextField
        label="Password or token"
        optional
        hint="Stored encrypted, sent only to this host and never shown again."
        name="password"
        type="password"
        autoComplete="new-password"
      />
    </FormDialog>
  )
}

function RepositoryTest({ repository }: { repository: Repository }) {
  const check = useQuery(repositoryCheckQuery(repository))
  return (
    <>
      <span role="status" className="min-w-0 truncate text-xs" title={check.data?.problem ?? undefined}>
        {check.data?.reachable === true && (
          <span className="text-deployed">
            {formatQuantity(check.data.charts ?? 0, "chart")},{" "}
            {formatQuantity(check.data.versions ?? 0, "version")}
          </span>
        )}
        {check.data?.reachable === false && <span className="text-failed">{check.data.problem}</span>}
        {check.isError && <span className="text-failed">{check.error.message}</span>}
      </span>
      <Button of={repository.name} loading={check.isFetching} onClick={() => void check.refetch()}>
        Test
      </Button>
    </>
  )
}

/** The packaged charts that are rejected and why, and the number of omitted versions and charts. */
function NotListed({ repository }: { repository: Repository }) {
  const { data: check } = useQuery(repositoryCheckQuery(repository))
  if (check === undefined) return null
  const { refused, refusedCount, omitted, omittedCharts } = check
  if (refusedCount + omitted + omittedCharts === 0) return null
  return (
    <tr>
      <td colSpan={5} className="border-b border-line px-3 pt-1 pb-2 text-xs whitespace-normal">
        {omitted > 0 && <p>{formatCount(omitted)} versions are not listed: the index has too many.</p>}
        {omittedCharts > 0 && (
          <p>
            {formatQuantity(omittedCharts, "chart")} of the registry {omittedCharts === 1 ? "is" : "are"} not
            listed: its catalog has too many. Add the ones you need as repositories with their full address.
          </p>
        )}
        {refusedCount > 0 && (
          <>
            <p className="text-failed">
              {refusedCount === 1 ? "1 file is" : `${formatCount(refusedCount)} files are`} not listed:
            </p>
            <ul className="mt-0.5 space-y-0.5">
              {refused.map(({ file, reason }) => (
                <li key={file} className="wrap-anywhere">
                  <span className="font-mono">{file}</span> <span className="text-muted">{reason}</span>
                </li>
              ))}
              {refusedCount > refused.length && <li className="text-muted">and others</li>}
            </ul>
          </>
        )}
      </td>
    </tr>
  )
}

function RemoveRepositoryDialog({ repository }: { repository: Repository }) {
  const remove = useApiMutation("DELETE", api("/helm/repositories/{id}", repository.id), {
    toast: "Repository removed",
    invalidates: [queryKeys.all],
  })
  return (
    <ConfirmDialog
      trigger={<Button of={repository.name}>Remove</Button>}
      title={`Remove ${repository.name}?`}
      description="Releases installed from it keep running, with their history. They cannot be upgraded until a repository with this name exists again."
      confirm="Remove"
      action={remove}
    />
  )
}

import clsx from "clsx"
import { CircleCheck, PauseCircle } from "lucide-react"
import { lazy } from "react"
import { tagsOfFilter, tagTexts, toggleTag } from "@/components/fleet/tenants/tag-text"
import { actionsColumn, type BadgeStyle, badgeColumn } from "@/components/ui/column-kinds"
import type { Column } from "@/components/ui/columns"
import { DialogButton } from "@/components/ui/dialog-button"
import { PageLink } from "@/components/ui/page-link"
import type { Tenant, TenantStatus } from "@/lib/fleet/tenants/schema"
import { formatCount } from "@/lib/platform/format"
import { pages } from "@/lib/platform/paths"

export const TenantDialog = lazy(() => import("@/components/fleet/tenants/tenant-dialog"))

type TagFilter = { tags: string | null; onTags: (tags: string | null) => void }

export function tenantColumns(filter: TagFilter, canChange: boolean): readonly Column<Tenant>[] {
  const actions = actionsColumn<Tenant>(90, (tenant) => (
    <DialogButton of={tenant.name} dialog={(state) => <TenantDialog {...state} tenant={tenant} />}>
      Edit
    </DialogButton>
  ))
  return [
    {
      id: "name",
      label: "Tenant",
      plain: true,
      required: true,
      value: ({ name }) => name,
      cell: ({ name }) => (
        <span className="font-medium" title={name}>
          {name}
        </span>
      ),
    },
    badgeColumn(({ status }) => status, statusStyles, { id: "status", label: "Status", width: 125 }),
    {
      id: "releases",
      label: "Releases",
      width: 85,
      align: "end",
      value: ({ releases }) => releases,
      cell: ({ id, releases }) => (
        <PageLink
          href={pages.releases({ tenantId: id, installed: true })}
          className="touch-line relative z-1 rounded-sm hover:text-accent"
        >
          {formatCount(releases)}
        </PageLink>
      ),
    },
    { id: "namespace", label: "Namespace", width: 210, mono: true, value: ({ namespace }) => namespace },
    { id: "cluster", label: "Cluster", width: 95, value: ({ cluster }) => cluster },
    {
      id: "tags",
      label: "Tags",
      plain: true,
      // Three tags: a tag that is cut looks like another one.
      minWidth: 290,
      cell: (tenant) => <TagList tags={tagTexts(tenant.tags)} filter={filter} />,
      value: (tenant) => tagTexts(tenant.tags).join(" "),
    },
    ...(canChange ? [actions] : []),
  ]
}

export const tagClass =
  "touch-area relative inline-flex min-h-5 max-w-full wrap-anywhere rounded-sm border border-line px-1.5 font-mono text-2xs/4.5 text-muted hover:border-accent sm:shrink-0"

/** Tags as `name=value`; each adds itself to the filter, or removes itself. */
export function TagList({ tags, filter }: { tags: readonly string[]; filter: TagFilter }) {
  const chosen = tagsOfFilter(filter.tags)
  return (
    <span className="relative z-1 inline-flex max-w-full gap-1 max-sm:flex-wrap pointer-coarse:gap-y-3">
      {tags.map((tag) => (
        <button
          key={tag}
          type="button"
          title={tag}
          aria-pressed={chosen.includes(tag)}
          onClick={() => filter.onTags(toggleTag(filter.tags, tag))}
          className={clsx(tagClass, chosen.includes(tag) && "border-accent text-accent")}
        >
          <span className="truncate">{tag}</span>
        </button>
      ))}
    </span>
  )
}

const statusStyles: Record<TenantStatus, BadgeStyle> = {
  ACTIVE: { word: "Active", tone: "deployed", icon: <CircleCheck size={12} /> },
  SUSPENDED: { word: "Suspended", tone: "pending", icon: <PauseCircle size={12} /> },
}

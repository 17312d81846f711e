"use client"

import { useQuery } from "@tanstack/react-query"
import { Plus } from "lucide-react"
import type { ReactNode } from "react"
import { tenantQuery } from "@/components/fleet/releases/chart-queries"
import { ClusterName } from "@/components/fleet/releases/cluster-name"
import { TenantHistory } from "@/components/fleet/releases/tenant/tenant-history"
import { TenantReleases } from "@/components/fleet/releases/tenant/tenant-releases"
import { tagTexts } from "@/components/fleet/tenants/tag-text"
import { tagClass } from "@/components/fleet/tenants/tenant-columns"
import { PageBody, PageHeader } from "@/components/layout/page-header"
import { useReadAfterChange } from "@/components/layout/use-after-change"
import { Badge } from "@/components/ui/badge"
import { ButtonLink } from "@/components/ui/button"
import { Card } from "@/components/ui/card"
import { Loaded } from "@/components/ui/loaded"
import { PageLink } from "@/components/ui/page-link"
import { StatusGlyph } from "@/components/ui/status-glyph"
import type { Tenant } from "@/lib/fleet/tenants/schema"
import { pages } from "@/lib/platform/paths"

/** One tenant: its location, its releases and its history. */
export function TenantView({ id, mayChange }: { id: string; mayChange: boolean }) {
  const query = useQuery(tenantQuery(id))
  useReadAfterChange("release", ["tenant-releases", id])
  useReadAfterChange("tenant", ["tenant", id])
  const tenant = query.data
  return (
    <>
      <PageHeader
        title={tenant?.name ?? "Tenant"}
        crumbs={[{ label: "Tenants", href: pages.tenants() }]}
        pickers={tenant?.status === "SUSPENDED" && <Suspended />}
        actions={
          mayChange &&
          tenant?.status === "ACTIVE" && (
            <ButtonLink href={pages.install(id)} variant="primary" size="sm" icon={<Plus size={13} />}>
              Install
            </ButtonLink>
          )
        }
      />
      <PageBody>
        <Loaded read={query} failure="Could not load the tenant">
          {(tenant) => (
            <>
              <TenantFacts tenant={tenant} />
              <TenantReleases tenantId={id} mayChange={mayChange && tenant.status === "ACTIVE"} />
              <Card title="Release history">
                <TenantHistory tenantId={id} />
              </Card>
            </>
          )}
        </Loaded>
      </PageBody>
    </>
  )
}

function Suspended() {
  return (
    <Badge tone="quarantined" icon={<StatusGlyph shape="barred-circle" size={10} />}>
      Suspended: installs and upgrades are blocked
    </Badge>
  )
}

function TenantFacts({ tenant }: { tenant: Tenant }) {
  const tags = tagTexts(tenant.tags)
  return (
    <dl className="flex flex-wrap gap-x-8 gap-y-2 text-sm">
      <Fact label="Slug">
        <span className="font-mono text-xs">{tenant.slug}</span>
      </Fact>
      <Fact label="Namespace">
        <span className="font-mono text-xs">{tenant.namespace}</span>
      </Fact>
      <Fact label="Cluster">
        <ClusterName name={tenant.cluster} />
      </Fact>
      {tags.length > 0 && (
        <Fact label="Tags">
          <span className="flex flex-wrap gap-1">
            {tags.map((tag) => (
              <PageLink key={tag} href={pages.tenants({ tags: tag })} title={tag} className={tagClass}>
                {tag}
              </PageLink>
            ))}
          </span>
        </Fact>
      )}
    </dl>
  )
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex min-w-0 items-baseline gap-2">
      <dt className="text-muted">{label}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  )
}

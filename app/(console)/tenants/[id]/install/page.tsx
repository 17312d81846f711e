import type { Metadata } from "next"
import { changeDenied } from "@/components/layout/forbidden"
import { Hydrated } from "@/lib/web/client/hydrated"
import { preloadTenant, readTenant } from "../read-tenant"
import { InstallView } from "./install-view"

type Props = { params: Promise<{ id: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { entity: tenant } = await readTenant((await params).id)
  return { title: `Install for ${tenant.name}` }
}

export default async function InstallPage({ params }: Props) {
  const { actor, entity: tenant } = await readTenant((await params).id)
  return (
    <Hydrated reads={preloadTenant(actor, tenant)}>
      <InstallView id={tenant.id} denied={changeDenied(actor, "Installing a release")} />
    </Hydrated>
  )
}

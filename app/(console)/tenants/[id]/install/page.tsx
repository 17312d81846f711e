import type { Metadata } from "next"
import { changeDenied } from "@/components/layout/forbidden"
import { readTenant } from "../read-tenant"
import { InstallView } from "./install-view"

type Props = { params: Promise<{ id: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { entity: tenant } = await readTenant((await params).id)
  return { title: `Install for ${tenant.name}` }
}

export default async function InstallPage({ params }: Props) {
  const { actor, entity: tenant } = await readTenant((await params).id)
  return <InstallView loaded={tenant} denied={changeDenied(actor, "Installing a release")} />
}

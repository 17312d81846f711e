import { systemActor } from "@/lib/identity/auth/actor"
import { recordDeployment } from "@/lib/ledger/deployments/record-deployment"
import {
  type Deployment,
  type RecordDeployment,
  recordDeploymentSchema,
} from "@/lib/ledger/deployments/schema"

type RecordInput = { environment: string; imageTag: string; deployedAt: string } & Partial<
  Omit<Record<keyof RecordDeployment, unknown>, "environment" | "imageTag" | "deployedAt">
>

/** Records deployments one after the other, like a pipeline without rate limits; returns them in that order. */
export async function recordAll(...inputs: RecordInput[]): Promise<Deployment[]> {
  const recorded: Deployment[] = []
  for (const one of inputs) {
    const input = recordDeploymentSchema.parse(one)
    recorded.push((await recordDeployment(systemActor("test"), input)).deployment)
  }
  return recorded
}

import { z } from "zod"

/** An object of the API with exactly these members; `id` names it in the OpenAPI document. */
export const apiObject = <Shape extends z.ZodRawShape>(id: string, shape: Shape) =>
  z.strictObject(shape).meta({ id })

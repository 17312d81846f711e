/**
 * The label of Helm's Secret that names the operation that created a revision. Helm stores the description only on success,
 * but labels from the start. Later upgrades inherit labels, so only the first revision with an id belongs to the operation.
 */
export const operationLabel = "slipway-operation"

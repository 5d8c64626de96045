// What the API server refuses, in its own words.

/** The body of a refusal; also what an exec answers at its end. */
export interface Status {
  status?: string;
  message?: string;
  reason?: string;
  details?: { causes?: { reason?: string; message?: string }[] };
}

export class ApiError extends Error {
  constructor(
    /** Of HTTP. */
    readonly code: number,
    readonly status: Status,
    readonly path: string,
  ) {
    super(status.message || `the API server answers HTTP ${code}`);
    this.name = 'ApiError';
  }
}

// The Cloud Controller's errors: name → code and status, in the shape of API v3 (`{ errors: [{ code, title, detail }] }`).

/** From the Cloud Controller's errors/v2.yml and v3.yml; `%s` is the detail that the place knows. */
const table = {
  InvalidAuthToken: [1000, 401, 'Invalid Auth Token'],
  MessageParseError: [1001, 400, 'Request invalid due to parse error: %s'],
  BadRequest: [1004, 400, 'Bad request: %s'],
  NotFound: [10000, 404, 'Unknown request'],
  ServerError: [10001, 500, 'Server error'],
  NotAuthenticated: [10002, 401, 'Authentication error'],
  NotAuthorized: [10003, 403, 'You are not authorized to perform the requested action'],
  BadQueryParameter: [10005, 400, 'The query parameter is invalid: %s'],
  UnprocessableEntity: [10008, 422, '%s'],
  ResourceNotFound: [10010, 404, '%s'],
  RateLimitExceeded: [10013, 429, 'Rate Limit Exceeded'],
  UniquenessError: [10016, 422, '%s'],
  ServiceUnavailable: [10015, 503, '%s'],
  OrgSuspended: [10017, 403, 'The organization is suspended'],
  PackageBitsAlreadyUploaded: [
    150004,
    400,
    'Bits may be uploaded only once. Create a new package to upload different bits.',
  ],
  AppPackageInvalid: [150001, 400, 'The app package is invalid: %s'],
  AppBitsUploadInvalid: [160001, 400, 'The app upload is invalid: %s'],
  AppResourcesFileModeInvalid: [160003, 400, 'The resource file mode is invalid: %s'],
  AppResourcesFilePathInvalid: [160004, 400, 'The resource file path is invalid: %s'],
  StagingError: [170001, 400, 'Staging error: %s'],
  NoAppDetectedError: [170003, 400, 'An app was not successfully detected by any available buildpack'],
  BuildpackCompileFailed: [170004, 400, 'App staging failed in the buildpack compile phase'],
  BuildpackReleaseFailed: [170005, 400, 'App staging failed in the buildpack release phase'],
  StagingTimeExpired: [170007, 504, 'Staging time expired: %s'],
  InsufficientResources: [170008, 400, 'Insufficient resources'],
  NoCompatibleCell: [170009, 400, 'Found no compatible cell'],
  StagerError: [170011, 500, 'Stager error: %s'],
  StagingInProgress: [170017, 422, 'Only one build can be STAGING at a time per application.'],
  CNBGenericBuildFailed: [430001, 400, 'cnb: generic build failure'],
  CNBDownloadBuildpackFailed: [
    430002,
    400,
    'cnb: downloading buildpacks failed: This may be caused by a wrong url, invalid buildpack or invalid credentials. Check the staging logs for more details.',
  ],
  CNBDetectFailed: [430003, 400, 'cnb: detecting failed'],
  CNBBuildFailed: [430004, 400, 'cnb: building failed'],
  CNBExportFailed: [430005, 400, 'cnb: exporting failed'],
  CNBLaunchFailed: [430006, 400, 'cnb: launching failed'],
  CNBRestoreFailed: [430007, 400, 'cnb: restore failed'],
  CustomBuildpacksDisabled: [290004, 400, 'Custom buildpacks are disabled'],
  FeatureDisabled: [330002, 403, 'Feature Disabled: %s'],
} as const satisfies Record<string, readonly [code: number, status: number, text: string]>;

export type ErrorName = keyof typeof table;

/** What a failing name says, with its detail in place. */
export const detailOf = (name: ErrorName, detail = ''): string => table[name][2].replace('%s', detail);

/** Thrown anywhere below a route: the request is answered with it. */
export class PlatformError extends Error {
  readonly status: number;
  readonly body: { errors: { code: number; title: string; detail: string }[] };

  constructor(name: ErrorName, ...details: string[]) {
    const [code, status] = table[name];
    const errors = (details.length ? details : ['']).map((one) => ({
      code,
      title: `CF-${name}`,
      detail: detailOf(name, one),
    }));
    super(errors.map(({ detail }) => detail).join(', '));
    this.status = status;
    this.body = { errors };
  }
}

export const notFound = (what: string): PlatformError => new PlatformError('ResourceNotFound', `${what} not found`);

export const unprocessable = (...details: string[]): PlatformError =>
  new PlatformError('UnprocessableEntity', ...details);

// The schema files as the server reads them; esbuild puts them into the bundle.
import manifestFile from '../../../schemas/manifest.schema.json';
import stackatoFile from '../../../schemas/stackato.schema.json';
import { loadSchema } from './schema';

export const manifestSchema = loadSchema(manifestFile);
export const stackatoSchema = loadSchema(stackatoFile);

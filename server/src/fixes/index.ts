// Which file makes which quick fix, and all fixes of one problem.
import type { FixData } from '../checks/fixData';
import { add } from './add';
import { createFolder } from './createFolder';
import { dashBlank } from './dash';
import { defineVariable } from './defineVariable';
import type { Fix, FixContext, Fixer } from './fix';
import { mergeFirst } from './mergeFirst';
import { moveInto, moveOut, unwrap } from './move';
import { moveToWeb } from './moveToWeb';
import { quote, unquote } from './quotes';
import { remove, removeEntry } from './remove';
import { rename } from './renameKey';
import { replace, setValue } from './replace';
import { rewrite } from './rewrite';
import { sayPlatform } from './sayPlatform';
import { toList, toMap } from './reshape';
import { toAnchor } from './toAnchor';
import { toBuildpacks } from './toBuildpacks';
import { toEmptyString, toJson } from './toText';
import { toRoute } from './toRoute';
import { toRoutes } from './toRoutes';
import { wrap } from './wrap';

const fixers: { [Kind in FixData['fix']]: Fixer<Extract<FixData, { fix: Kind }>> } = {
  add,
  createFolder,
  dashBlank,
  defineVariable,
  mergeFirst,
  moveInto,
  moveOut,
  moveToWeb,
  quote,
  remove,
  removeEntry,
  rename,
  replace,
  rewrite,
  sayPlatform,
  setValue,
  toAnchor,
  toBuildpacks,
  toEmptyString,
  toJson,
  toList,
  toMap,
  toRoute,
  toRoutes,
  unquote,
  unwrap,
  wrap,
};

/** What one entry of a problem's data comes to. */
const fixesFor = (context: FixContext, data: FixData): Fix[] => (fixers[data.fix] as Fixer)(context, data);

/** The fixes of a problem, the best first; only that one may be preferred. */
export function fixesOf(context: FixContext): Fix[] {
  const fixes = context.problem.data.flatMap((one) => fixesFor(context, one));
  return fixes.map((fix, index) => (index ? { ...fix, preferred: false } : fix));
}

// Where Stackato's keys were documented; the vendor's site is gone, the archive has it.
export const stackatoPage = 'https://web.archive.org/web/2016/http://docs.stackato.com/user/deploy/stackatoyml.html';

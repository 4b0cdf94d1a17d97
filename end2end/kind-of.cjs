// Pages of one kind, by their addresses. For the walks of the tests and for the pictures.

/** An address with its ids and figures left out: two pages of one kind have the same. */
exports.kindOf = (path) => path.replace(/[?#].*/, '').replace(/\/[a-z]{3}_[0-9a-f]{32}/g, '/:id').replace(/\/\d[\w-]*/g, '/:n');

/** True for what is downloaded and no page. */
exports.isFile = (path) => /\.(csv|xml|png|pdf|svg)\b/.test(path);

# SPDX-License-Identifier: BSD-2-Clause

# SIPWHY_REQUIRE(VARIABLE, MODULE, VERSION, DEBIAN-PACKAGE)
# A library found with pkg-config, or a sentence that says which package brings it.
AC_DEFUN([SIPWHY_REQUIRE], [
  AC_REQUIRE([SIPWHY_PKG_CONFIG])
  AC_MSG_CHECKING([for $2 >= $3])
  AS_IF([$PKG_CONFIG --exists "$2 >= $3"],
    [sipwhy_version=`$PKG_CONFIG --modversion $2`
     AC_MSG_RESULT([$sipwhy_version])],
    [AC_MSG_RESULT([no])
     AC_MSG_ERROR([$2 $3 or later is needed (Debian: apt-get install $4; or run ./bootstrap)])])
  $1_CFLAGS=`$PKG_CONFIG --cflags $2`
  $1_LIBS=`$PKG_CONFIG --libs $2`
  AC_SUBST([$1_CFLAGS])
  AC_SUBST([$1_LIBS])
])

# libunistring, which has no file for pkg-config.
AC_DEFUN([SIPWHY_UNISTRING], [
  sipwhy_unistring=no
  save_LIBS=$LIBS
  AC_CHECK_HEADER([uninorm.h],
    [AC_CHECK_LIB([unistring], [u8_normalize], [sipwhy_unistring=yes])])
  LIBS=$save_LIBS
  AS_IF([test "$sipwhy_unistring" = no],
    [AC_MSG_ERROR([libunistring is needed (Debian: apt-get install libunistring-dev; or run ./bootstrap)])])
  AC_SUBST([UNISTRING_LIBS], [-lunistring])
])

# SIPWHY_OPTIONAL(VARIABLE, MODULE, VERSION, DEBIAN-PACKAGE)
# The same for one that may be missing: VARIABLE_CFLAGS has -DHAVE_VARIABLE when it is there.
AC_DEFUN([SIPWHY_OPTIONAL], [
  AC_REQUIRE([SIPWHY_PKG_CONFIG])
  AC_MSG_CHECKING([for $2 >= $3])
  AC_ARG_WITH([$2],
    [AS_HELP_STRING([--without-$2], [do without it, though it is there])], [], [with_$2=check])
  AS_IF([test "$with_$2" != no && $PKG_CONFIG --exists "$2 >= $3"],
    [sipwhy_have_$2=`$PKG_CONFIG --modversion $2`
     $1_CFLAGS="`$PKG_CONFIG --cflags $2` -DHAVE_$1"
     $1_LIBS=`$PKG_CONFIG --libs $2`],
    [test "$with_$2" = yes],
    [AC_MSG_ERROR([$2 $3 or later was asked for and is not there (Debian: apt-get install $4)])],
    [sipwhy_have_$2=no
     $1_CFLAGS=
     $1_LIBS=])
  AC_MSG_RESULT([$sipwhy_have_$2])
  AC_SUBST([$1_CFLAGS])
  AC_SUBST([$1_LIBS])
])

# pkg-config by itself, so that autoreconf works even where pkg.m4 is not installed.
AC_DEFUN([SIPWHY_PKG_CONFIG], [
  AC_ARG_VAR([PKG_CONFIG], [path of pkg-config])
  AC_CHECK_TOOL([PKG_CONFIG], [pkg-config])
  AS_IF([test -z "$PKG_CONFIG"],
    [AC_MSG_ERROR([pkg-config is needed (Debian: apt-get install pkg-config; or run ./bootstrap)])])
])

# SIPWHY_TRY_FLAG(FLAG, VARIABLE): append the flag where the compiler knows it.
AC_DEFUN([SIPWHY_TRY_FLAG], [
  AS_VAR_PUSHDEF([cache], [sipwhy_cv_flag_$1])
  AC_CACHE_CHECK([whether $CC takes $1], [cache], [
    save_CFLAGS=$CFLAGS
    CFLAGS="$CFLAGS -Werror $1"
    AC_COMPILE_IFELSE([AC_LANG_PROGRAM()], [AS_VAR_SET([cache], [yes])], [AS_VAR_SET([cache], [no])])
    CFLAGS=$save_CFLAGS])
  AS_VAR_IF([cache], [yes], [$2="$$2 $1"])
  AS_VAR_POPDEF([cache])
])

AC_DEFUN([SIPWHY_WARNINGS], [
  AC_ARG_ENABLE([werror],
    [AS_HELP_STRING([--enable-werror], [take warnings as errors])], [], [enable_werror=no])
  m4_foreach_w([flag], [-Wall -Wextra -Wconversion -Wsign-conversion -Wshadow -Wstrict-prototypes
      -Wmissing-prototypes -Wpointer-arith -Wwrite-strings -Wvla -Wundef -Wformat=2
      -Wimplicit-fallthrough],
    [SIPWHY_TRY_FLAG(flag, [WARN_CFLAGS])])
  AS_IF([test "$enable_werror" = yes], [WARN_CFLAGS="$WARN_CFLAGS -Werror"])
  AC_SUBST([WARN_CFLAGS])
])

# --with-sanitizer[=LIST]: every object and every program.
AC_DEFUN([SIPWHY_SANITIZER], [
  AC_ARG_WITH([sanitizer],
    [AS_HELP_STRING([--with-sanitizer@<:@=LIST@:>@],
      [check at run time; LIST is "address,undefined" unless given])],
    [], [with_sanitizer=no])
  AS_CASE([$with_sanitizer],
    [yes], [with_sanitizer=address,undefined])
  AS_IF([test "$with_sanitizer" != no], [
    SANITIZER_CFLAGS="-fsanitize=$with_sanitizer -fno-sanitize-recover=all -fno-omit-frame-pointer"
    save_CFLAGS=$CFLAGS
    CFLAGS="$CFLAGS $SANITIZER_CFLAGS"
    AC_MSG_CHECKING([whether $CC has the sanitizers $with_sanitizer])
    AC_LINK_IFELSE([AC_LANG_PROGRAM()], [AC_MSG_RESULT([yes])],
      [AC_MSG_RESULT([no])
       AC_MSG_ERROR([no sanitizer "$with_sanitizer" (Debian, clang: apt-get install libclang-rt-14-dev)])])
    CFLAGS=$save_CFLAGS
    # Under its sanitizers gcc sees conversions in expressions that have none.
    WARN_CFLAGS="$WARN_CFLAGS -Wno-conversion -Wno-sign-conversion"])
  AM_CONDITIONAL([SANITIZER], [test "$with_sanitizer" != no])
  AC_SUBST([SANITIZER_CFLAGS])
])

# --with-fuzzer: the harnesses are libFuzzer programs instead of replaying files.
AC_DEFUN([SIPWHY_FUZZER], [
  AC_ARG_WITH([fuzzer],
    [AS_HELP_STRING([--with-fuzzer], [link the fuzz harnesses with libFuzzer (clang)])],
    [], [with_fuzzer=no])
  AS_IF([test "$with_fuzzer" != no], [
    save_CFLAGS=$CFLAGS
    CFLAGS="$CFLAGS -fsanitize=fuzzer-no-link"
    AC_MSG_CHECKING([whether $CC has libFuzzer])
    AC_LINK_IFELSE([AC_LANG_PROGRAM()], [AC_MSG_RESULT([yes])],
      [AC_MSG_RESULT([no])
       AC_MSG_ERROR([no libFuzzer (Debian: apt-get install clang libclang-rt-14-dev, and CC=clang)])])
    CFLAGS=$save_CFLAGS
    FUZZER_CFLAGS=-fsanitize=fuzzer-no-link
    FUZZER_LDFLAGS=-fsanitize=fuzzer])
  AM_CONDITIONAL([FUZZER], [test "$with_fuzzer" != no])
  AC_SUBST([FUZZER_CFLAGS])
  AC_SUBST([FUZZER_LDFLAGS])
])
